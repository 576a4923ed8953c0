/** Who gets into a sealed room: what a door knows of rooms that are here, were here, or never. */
@NullMarked
package chat.free4.room.door;

import org.jspecify.annotations.NullMarked;
