/** What single steps of a packet's way cost; run by {@code bench/jmh}. */
@NullMarked
package chat.free4.bench.jmh;

import org.jspecify.annotations.NullMarked;
