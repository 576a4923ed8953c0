/** A robot that hosts draw and guess: calls who draws, who has guessed it, the time and the end. */
@NullMarked
package chat.free4.robots.host;

import org.jspecify.annotations.NullMarked;
