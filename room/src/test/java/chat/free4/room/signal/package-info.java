@NullMarked
package chat.free4.room.signal;

import org.jspecify.annotations.NullMarked;
