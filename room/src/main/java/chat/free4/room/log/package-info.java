/** The bounded log of a room, and the signed entries that travel on it. */
@NullMarked
package chat.free4.room.log;

import org.jspecify.annotations.NullMarked;
