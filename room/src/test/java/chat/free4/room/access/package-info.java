@NullMarked
package chat.free4.room.access;

import org.jspecify.annotations.NullMarked;
