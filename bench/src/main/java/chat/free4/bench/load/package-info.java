/**
 * The load generator: fills rooms of a running server with members that speak and listen over the
 * public protocol, checks who heard whom, and says what it cost.
 */
@NullMarked
package chat.free4.bench.load;

import org.jspecify.annotations.NullMarked;
