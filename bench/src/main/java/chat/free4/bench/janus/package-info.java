/**
 * Members for a Janus gateway's VideoRoom, so that it can be measured beside free4chat: each has a
 * connection that talks and one that listens, as Janus wants it. For {@code bench/janus/run}.
 */
@NullMarked
package chat.free4.bench.janus;

import org.jspecify.annotations.NullMarked;
