package chat.free4.server.host;

import chat.free4.server.support.TestNodes.Form;

/** {@link RoomsCases} at a server that is alone. */
final class RoomsTest extends RoomsCases {
  RoomsTest() {
    super(Form.ALONE);
  }
}
