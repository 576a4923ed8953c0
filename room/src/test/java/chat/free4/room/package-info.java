@NullMarked
package chat.free4.room;

import org.jspecify.annotations.NullMarked;
