/** The fair floor: how long each has talked, and what is left of a budget. */
@NullMarked
package chat.free4.room.floor;

import org.jspecify.annotations.NullMarked;
