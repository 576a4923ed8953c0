/** A robot that rolls dice: the example to write another one from. */
@NullMarked
package chat.free4.robots.dice;

import org.jspecify.annotations.NullMarked;
