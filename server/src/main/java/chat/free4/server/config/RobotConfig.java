package chat.free4.server.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Services elsewhere that robots are helped by; each may be absent.
 *
 * @param mind answers for robots
 * @param mindBudget characters that the robots of a room may have answered an hour
 * @param speech makes voice of what robots say
 * @param azure the same, by Azure's own interface
 * @param ears writes down what people say who agree to that
 * @param earsBudget seconds of sound that it may be given of a room an hour
 */
public record RobotConfig(
    Optional<Service> mind,
    int mindBudget,
    Optional<Speech> speech,
    Optional<Azure> azure,
    Optional<Service> ears,
    int earsBudget) {
  /** None of them. */
  public static final RobotConfig NONE =
      new RobotConfig(Optional.empty(), 1, Optional.empty(), Optional.empty(), Optional.empty(), 1);

  /**
   * An OpenAI-compatible service.
   *
   * @param flag that it was named by, for what is said of it
   * @param url to which paths are appended
   * @param model what it is asked for
   */
  public record Service(String flag, URI url, Optional<Secret> key, String model) {}

  /** One that speaks. */
  public record Speech(Service service, String voice) {}

  /**
   * Azure Speech.
   *
   * @param url the whole address
   * @param voices names that begin with their locale; the first is for languages of no other
   */
  public record Azure(URI url, Secret key, List<String> voices) {}
}
