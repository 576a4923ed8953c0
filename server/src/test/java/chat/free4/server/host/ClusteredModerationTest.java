package chat.free4.server.host;

import chat.free4.server.support.TestNodes.Form;

/** {@link ModerationCases} in a cluster. */
final class ClusteredModerationTest extends ModerationCases {
  ClusteredModerationTest() {
    super(Form.CLUSTER);
  }
}
