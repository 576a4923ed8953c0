/** Control of rooms: {@link chat.free4.room.RoomControl} and what bounds it. */
@NullMarked
package chat.free4.room;

import org.jspecify.annotations.NullMarked;
