/**
 * A world to try the engines in: a virtual clock, an emulated network, and virtual browsers that
 * are built of the same parts as the server's side. Sans I/O like the core, so the load generator
 * can put the same browsers behind real sockets.
 */
@NullMarked
package chat.free4.sim;

import org.jspecify.annotations.NullMarked;
