package chat.free4.server.host;

import chat.free4.server.config.ServerConfig;
import chat.free4.server.ears.Stt;
import chat.free4.server.ears.TranscriptionService;
import chat.free4.server.robot.ChatMind;
import chat.free4.server.robot.Mind;
import chat.free4.server.voice.VoiceMaker;
import org.jspecify.annotations.Nullable;

/**
 * What robots are helped by.
 *
 * @param mind null: they go by what they have by heart
 * @param mindBudget characters that those of one room may have thought of an hour
 * @param ears null: nobody is listened to
 * @param earsBudget seconds of sound that may be written down of a room an hour
 */
public record RobotHelp(
    VoiceMaker voices, @Nullable Mind mind, int mindBudget, @Nullable Stt ears, int earsBudget) {
  /** What they have, in a few words for a log. */
  public String summary() {
    String thoughts = mind == null ? "have no mind" : "think by a service elsewhere";
    String hearing = ears == null ? "hear nobody" : "hear who agrees, by a service elsewhere";
    return voices.summary() + "; they " + thoughts + ", and " + hearing;
  }

  /** What a server was told to have. */
  public static RobotHelp of(ServerConfig config) {
    return new RobotHelp(
        VoiceMaker.configured(config.robots(), config.limits().liveVoices()),
        config.robots().mind().map(ChatMind::new).orElse(null),
        config.robots().mindBudget(),
        config
            .robots()
            .ears()
            .<Stt>map(ears -> new TranscriptionService(ears, RoomEars.LIMIT_MILLIS))
            .orElse(null),
        config.robots().earsBudget());
  }
}
