@NullMarked
package chat.free4.wire;

import org.jspecify.annotations.NullMarked;
