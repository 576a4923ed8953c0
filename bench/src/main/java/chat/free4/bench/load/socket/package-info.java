/** UDP sockets of many members, served by one thread. */
@NullMarked
package chat.free4.bench.load.socket;

import org.jspecify.annotations.NullMarked;
