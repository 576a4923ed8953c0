/** Reading the outside of DTLS records (RFC 6347): what can be told without a key. */
@NullMarked
package chat.free4.wire.dtls;

import org.jspecify.annotations.NullMarked;
