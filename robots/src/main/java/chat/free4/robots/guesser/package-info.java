/**
 * A robot that fills in where draw and guess lacks players: it guesses, and passes where it would
 * draw.
 */
@NullMarked
package chat.free4.robots.guesser;

import org.jspecify.annotations.NullMarked;
