/** Who may act on a room for all others. */
@NullMarked
package chat.free4.room.moderation;

import org.jspecify.annotations.NullMarked;
