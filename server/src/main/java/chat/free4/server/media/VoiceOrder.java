package chat.free4.server.media;

import chat.free4.sfu.VoicePhrase;
import org.jspecify.annotations.Nullable;

/**
 * What a member without a browser is to say.
 *
 * @param room its handle
 * @param phrase null: nothing more, it is gone
 */
public record VoiceOrder(long room, int member, @Nullable VoicePhrase phrase) {}
