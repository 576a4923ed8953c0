package chat.free4.server.cluster;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether two nodes understand each other; asked at both when one of them wants to join. Pekko
 * makes one by reflection.
 */
public final class ProtocolCheck extends JoinConfigCompatChecker {
  /** What a node speaks: a number that grows when {@link NodeMessage}s change. */
  static final String SPEAKS = "free4chat.cluster.speaks";

  /** The lowest number that it understands. */
  static final String UNDERSTANDS = "free4chat.cluster.understands";

  private static Seq<String> seq(String... all) {
    return CollectionConverters.asScala(List.of(all)).toSeq();
  }

  @Override
  public Seq<String> requiredKeys() {
    return seq(SPEAKS, UNDERSTANDS);
  }

  @Override
  public ConfigValidation check(Config theirs, Config ours) {
    if (!theirs.hasPath(SPEAKS) || !theirs.hasPath(UNDERSTANDS)) {
      return new Invalid(seq("it does not say which version of node messages it speaks"));
    }
    if (theirs.getInt(SPEAKS) < ours.getInt(UNDERSTANDS)) {
      return new Invalid(
          seq(
              "it speaks version %d of node messages, and %d is the oldest understood here"
                  .formatted(theirs.getInt(SPEAKS), ours.getInt(UNDERSTANDS))));
    }
    if (ours.getInt(SPEAKS) < theirs.getInt(UNDERSTANDS)) {
      return new Invalid(
          seq(
              "it understands version %d of node messages at the oldest, and %d is spoken here"
                  .formatted(theirs.getInt(UNDERSTANDS), ours.getInt(SPEAKS))));
    }
    return Valid.getInstance();
  }
}
