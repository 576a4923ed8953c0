/** How what robots say becomes voice: text to sound, sound to Opus, and what was said before. */
@NullMarked
package chat.free4.server.voice;

import org.jspecify.annotations.NullMarked;
