/** RTP packets and their header extensions (RFC 3550, RFC 8285): readers and writers on memory. */
@NullMarked
package chat.free4.wire.rtp;

import org.jspecify.annotations.NullMarked;
