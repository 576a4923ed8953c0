/** RTCP packets (RFC 3550 section 6, RFC 4585, RFC 5506): a compound reader and writers. */
@NullMarked
package chat.free4.wire.rtcp;

import org.jspecify.annotations.NullMarked;
