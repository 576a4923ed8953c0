package chat.free4.server.robot;

import chat.free4.room.robot.RobotKind;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of robots that this server has, by name. */
public final class RobotCatalogue {
  private static final Logger LOG = LoggerFactory.getLogger(RobotCatalogue.class);

  private final Map<String, RobotKind> kinds = new HashMap<>();

  /** Of these; of two with one name the first. */
  public RobotCatalogue(Iterable<RobotKind> kinds) {
    Iterator<RobotKind> all = kinds.iterator();
    while (hasNext(all)) {
      try {
        RobotKind kind = all.next();
        if (RobotKind.NAME.matcher(kind.name()).matches()) {
          this.kinds.putIfAbsent(kind.name(), kind);
        }
      } catch (ServiceConfigurationError e) {
        LOG.warn("a robot on the class path cannot be used: {}", e.getMessage());
      }
    }
  }

  /** Those on the class path. */
  public static RobotCatalogue installed() {
    return new RobotCatalogue(ServiceLoader.load(RobotKind.class));
  }

  /** The kind of a name; null when there is none. */
  public @Nullable RobotKind find(String name) {
    return kinds.get(name);
  }

  private static boolean hasNext(Iterator<RobotKind> all) {
    try {
      return all.hasNext();
    } catch (ServiceConfigurationError e) {
      LOG.warn("a list of robots on the class path cannot be read: {}", e.getMessage());
      return false;
    }
  }
}
