@NullMarked
package chat.free4.room.log;

import org.jspecify.annotations.NullMarked;
