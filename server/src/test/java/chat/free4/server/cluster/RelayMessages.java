package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import java.util.List;
import java.util.Map;

/** What nodes say of parts of rooms, as the first version that knew of them wrote it. */
final class RelayMessages {
  private static final long ROOM = 77;
  private static final IceCredentials ICE = new IceCredentials("them", "a-password-of-22-chars");
  private static final DataLine DATA = new DataLine("7", 5000);
  private static final PeerParameters PARAMETERS =
      new PeerParameters(
          ICE,
          ICE,
          new Fingerprint(new byte[Fingerprint.BYTES]),
          new MicrophoneLine("0", 111, 1, 2, true),
          List.of(new SlotLine("1", -5, 111, 1, 2, false)),
          DATA);

  /** Never written anew. */
  static final Map<NodeMessage, String> STORED =
      Map.ofEntries(
          Map.entry(
              new NodeMessage.RelayOffer(
                  -4,
                  Bytes.of(new byte[] {1, 2}),
                  "10.0.0.1",
                  2552,
                  Bytes.of(new byte[] {3}),
                  List.of("192.0.2.1"),
                  List.of(10_000, 10_001),
                  6,
                  12,
                  true),
              "bf646e6f6465236673656372657442010264686f73746831302e302e302e3164706f72741909"
                  + "f86b66696e6765727072696e7441036961646472657373657381693139322e302e322e316a6d"
                  + "65646961506f7274738219271019271165736c6f747306676d656d626572730c6574616b6573"
                  + "f5ff"),
          Map.entry(
              told(new MediaCommand.AddPeer(ROOM, 3, PARAMETERS, true)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf626973674164645065657264726f"
                  + "6f6d184d666d656d626572036a706172616d6574657273bf686c6f63616c496365bf65756672"
                  + "6167647468656d6870617373776f726476612d70617373776f72642d6f662d32322d63686172"
                  + "73ff6972656d6f7465496365bf657566726167647468656d6870617373776f726476612d7061"
                  + "7373776f72642d6f662d32322d6368617273ff7172656d6f746546696e6765727072696e7458"
                  + "2000000000000000000000000000000000000000000000000000000000000000006a6d696372"
                  + "6f70686f6e65bf636d696461306b7061796c6f616454797065186f6c6d6964457874656e7369"
                  + "6f6e016e6c6576656c457874656e73696f6e02646e61636bf5ff65736c6f747381bf636d6964"
                  + "61316473737263246b7061796c6f616454797065186f6c6d6964457874656e73696f6e016e6c"
                  + "6576656c457874656e73696f6e02646e61636bf4ff6464617461bf636d696461376873637470"
                  + "506f7274191388ffff667365616c6564f5ffff"),
          Map.entry(
              new NodeMessage.RelayParts(2, 2, ROOM, List.of(-4L, 5L)),
              "bf646c696e6502666e756d6265720264726f6f6d184d656e6f646573822305ff"),
          Map.entry(
              new NodeMessage.RelaySays(
                  2,
                  3,
                  ROOM,
                  3,
                  true,
                  List.of(Bytes.of(new byte[] {9, 8})),
                  Bytes.of(new byte[] {30})),
              "bf646c696e6502666e756d6265720364726f6f6d184d666d656d62657203686973506572736f"
                  + "6ef5666672616d657381420908666c6576656c73411eff"),
          Map.entry(
              new NodeMessage.RelayEnded(2, 4, ROOM),
              "bf646c696e6502666e756d6265720464726f6f6d184dff"),
          Map.entry(
              heard(new MediaEvent.PeerClosed(ROOM, 3, PeerEvent.Reason.CONSENT)),
              "bf646c696e6502666e756d62657201656576656e74bf6269736a50656572436c6f7365646472"
                  + "6f6f6d184d666d656d6265720366726561736f6e67434f4e53454e54ffff"),
          Map.entry(new NodeMessage.RelayLost(2), "bf646c696e6502ff"),
          Map.entry(new NodeMessage.RelayClosed(2), "bf646c696e6502ff"),
          Map.entry(
              told(new MediaCommand.RegisterKey(ROOM, 3, 99)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736b52656769737465724b65"
                  + "7964726f6f6d184d666d656d62657203636b69641863ffff"),
          Map.entry(
              told(new MediaCommand.RestartIce(ROOM, 3, ICE, ICE)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736a52657374617274496365"
                  + "64726f6f6d184d666d656d62657203656c6f63616cbf657566726167647468656d6870617373"
                  + "776f726476612d70617373776f72642d6f662d32322d6368617273ff6672656d6f7465bf6575"
                  + "66726167647468656d6870617373776f726476612d70617373776f72642d6f662d32322d6368"
                  + "617273ffffff"),
          Map.entry(
              told(new MediaCommand.OpenData(ROOM, 3, DATA)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf626973684f70656e446174616472"
                  + "6f6f6d184d666d656d62657203646c696e65bf636d696461376873637470506f7274191388ff"
                  + "ffff"),
          Map.entry(
              told(new MediaCommand.RemovePeer(ROOM, 3)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736a52656d6f766550656572"
                  + "64726f6f6d184d666d656d62657203ffff"),
          Map.entry(
              told(new MediaCommand.MuteForListener(ROOM, 3, 4, true)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736f4d757465466f724c6973"
                  + "74656e657264726f6f6d184d686c697374656e65720367737065616b657204656d75746564f5"
                  + "ffff"),
          Map.entry(
              told(new MediaCommand.Silence(ROOM, 3, true)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736753696c656e636564726f"
                  + "6f6d184d666d656d626572036873696c656e636564f5ffff"),
          Map.entry(
              told(new MediaCommand.Listen(ROOM, 3, true)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf626973664c697374656e64726f6f"
                  + "6d184d666d656d62657203676c697374656e73f5ffff"),
          Map.entry(
              told(new MediaCommand.SpanRoom(ROOM, 6)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf626973685370616e526f6f6d6472"
                  + "6f6f6d184d6a6f74686572506172747306ffff"),
          Map.entry(
              told(new MediaCommand.ForgetMember(ROOM, 3)),
              "bf646c696e6502666e756d6265720167636f6d6d616e64bf6269736c466f726765744d656d62"
                  + "657264726f6f6d184d666d656d62657203ffff"),
          Map.entry(
              heard(new MediaEvent.PeerConnected(ROOM, 3)),
              "bf646c696e6502666e756d62657201656576656e74bf6269736d50656572436f6e6e65637465"
                  + "6464726f6f6d184d666d656d62657203ffff"),
          Map.entry(
              heard(new MediaEvent.RoomTalked(ROOM)),
              "bf646c696e6502666e756d62657201656576656e74bf6269736a526f6f6d54616c6b65646472"
                  + "6f6f6d184dffff"),
          Map.entry(
              heard(new MediaEvent.FloorHeld(ROOM, 3, 4000)),
              "bf646c696e6502666e756d62657201656576656e74bf62697369466c6f6f7248656c6464726f"
                  + "6f6d184d666d656d62657203666d696c6c6973190fa0ffff"));

  private RelayMessages() {}

  private static NodeMessage told(MediaCommand command) {
    return new NodeMessage.RelayTold(2, 1, command);
  }

  private static NodeMessage heard(MediaEvent event) {
    return new NodeMessage.RelayHeard(2, 1, event);
  }
}
