@NullMarked
package chat.free4.wire.stun;

import org.jspecify.annotations.NullMarked;
