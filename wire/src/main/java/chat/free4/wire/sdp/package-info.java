@NullMarked
package chat.free4.wire.sdp;

import org.jspecify.annotations.NullMarked;
