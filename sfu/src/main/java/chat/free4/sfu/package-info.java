@NullMarked
package chat.free4.sfu;

import org.jspecify.annotations.NullMarked;
