package chat.free4.server.host;

import chat.free4.server.support.TestNodes.Form;

/** {@link ModerationCases} at a server that is alone. */
final class ModerationTest extends ModerationCases {
  ModerationTest() {
    super(Form.ALONE);
  }
}
