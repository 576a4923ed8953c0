package chat.free4.server.media;

import chat.free4.sfu.VoicePhrase;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said for a member, by no browser.
 *
 * @param room its handle
 * @param isPerson it has written that; false for a robot
 * @param phrase null: nothing more, it is gone
 */
public record VoiceOrder(long room, int member, boolean isPerson, @Nullable VoicePhrase phrase) {}
