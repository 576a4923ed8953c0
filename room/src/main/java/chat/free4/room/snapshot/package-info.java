/** What a room knows and no member holds, as it goes to another node. */
@NullMarked
package chat.free4.room.snapshot;

import org.jspecify.annotations.NullMarked;
