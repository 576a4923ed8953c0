package chat.free4.server.host;

import chat.free4.server.support.TestNodes.Form;

/** {@link RoomsCases} in a cluster. */
final class ClusteredRoomsTest extends RoomsCases {
  ClusteredRoomsTest() {
    super(Form.CLUSTER);
  }
}
