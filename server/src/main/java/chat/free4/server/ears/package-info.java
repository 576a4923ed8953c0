/**
 * How what people say becomes text for robots: packets to sound, sound to utterances, those to
 * words.
 */
@NullMarked
package chat.free4.server.ears;

import org.jspecify.annotations.NullMarked;
