/**
 * Who somebody is and which room is meant: keys, certificates, proofs, names. Everything signed or
 * hashed is a transcript.
 */
@NullMarked
package chat.free4.room.access;

import org.jspecify.annotations.NullMarked;
