package chat.free4.server.voice;

import chat.free4.sfu.VoicePhrase;

/**
 * A part of a sentence that is spoken.
 *
 * @param isLast nothing of it comes any more
 */
public record Spoken(VoicePhrase part, boolean isLast) {}
