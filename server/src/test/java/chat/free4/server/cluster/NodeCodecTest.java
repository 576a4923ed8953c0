package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.access.Bytes;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Nodes of a former version must be understood: what stands here was written by one, and is never
 * written anew.
 */
final class NodeCodecTest {
  private static final Map<NodeMessage, String> VERSION_1 =
      Map.ofEntries(
          Map.entry(
              new NodeMessage.Locate(7, 1_763_900_000_000L),
              "bf65736861726407647365656e1b0000019ab0a20700ff"),
          Map.entry(
              new NodeMessage.Located(59, 1_763_900_000_001L),
              "bf657368617264183b6b696e6361726e6174696f6e1b0000019ab0a20701ff"),
          Map.entry(
              new NodeMessage.Open(
                  3, 7, 9, "https://chat.example", Bytes.of(new byte[] {10, 0, 0, 1})),
              "bf646c696e6b03657368617264076b696e6361726e6174696f6e09666f726967696e7468747470733a"
                  + "2f2f636861742e6578616d706c656761646472657373440a000001ff"),
          Map.entry(
              new NodeMessage.FromClient(3, 1, "{\"é\":\"😀\"}", true),
              "bf646c696e6b03666e756d6265720164746578746d7b22c3a9223a22f09f9880227d646c617374f5ff"),
          Map.entry(
              new NodeMessage.TooLong(3, 2, 65_536),
              "bf646c696e6b03666e756d62657202656c696d69741a00010000ff"),
          Map.entry(new NodeMessage.Closed(3, 1001), "bf646c696e6b0364636f64651903e9ff"),
          Map.entry(
              new NodeMessage.Taken(3, 70_000), "bf646c696e6b036a636861726163746572731a00011170ff"),
          Map.entry(
              new NodeMessage.ToClient(3, 1, "half", false),
              "bf646c696e6b03666e756d6265720164746578746468616c66646c617374f4ff"),
          Map.entry(new NodeMessage.Handled(3), "bf646c696e6b03ff"),
          Map.entry(
              new NodeMessage.Close(3, 2, 4001),
              "bf646c696e6b03666e756d6265720264636f6465190fa1ff"),
          Map.entry(new NodeMessage.Moved(4_294_967_296L), "bf646c696e6b1b0000000100000000ff"),
          Map.entry(
              new NodeMessage.Keep(Bytes.of(new byte[] {1, 2}), 9, Bytes.of(new byte[] {3, 4, 5})),
              "bf64726f6f6d4201026b696e6361726e6174696f6e0968736e617073686f7443030405ff"),
          Map.entry(
              new NodeMessage.Compare(3, List.of("10.0.0.1:2552", "[::1]:2552")),
              "bf65726f756e6403656e6f646573826d31302e302e302e313a323535326a5b3a3a315d3a32353532ff"),
          Map.entry(
              new NodeMessage.Compared(3, 1_763_900_000_000L, List.of()),
              "bf65726f756e64036a756e69784d696c6c69731b0000019ab0a20700656e6f64657380ff"),
          Map.entry(
              new NodeMessage.Forget(Bytes.of(new byte[] {1, 2}), 9),
              "bf64726f6f6d4201026b696e6361726e6174696f6e09ff"));

  private final NodeCodec codec = new NodeCodec();

  @Test
  void everyMessageIsReadAsItWasWrittenByTheFirstVersion() {
    Map<NodeMessage, String> stored = new HashMap<>(VERSION_1);
    stored.putAll(RelayMessages.STORED);
    stored.forEach(
        (message, hex) -> {
          byte[] bytes = HexFormat.of().parseHex(hex);
          assertThat(codec.fromBinary(bytes, codec.manifest(message))).isEqualTo(message);
          byte[] written = codec.toBinary(message);
          assertThat(HexFormat.of().formatHex(written)).as(message.toString()).isEqualTo(hex);
        });
    Set<Class<?>> known =
        stored.keySet().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(known).isEqualTo(Set.copyOf(List.of(NodeMessage.class.getPermittedSubclasses())));
    assertThat(
            stored.keySet().stream()
                .filter(NodeMessage.RelayTold.class::isInstance)
                .<Class<?>>map(told -> ((NodeMessage.RelayTold) told).command().getClass()))
        .as("every command")
        .containsExactlyInAnyOrderElementsOf(permitted(MediaCommand.class));
    assertThat(
            stored.keySet().stream()
                .filter(NodeMessage.RelayHeard.class::isInstance)
                .<Class<?>>map(heard -> ((NodeMessage.RelayHeard) heard).event().getClass()))
        .as("every event")
        .containsExactlyInAnyOrderElementsOf(permitted(MediaEvent.class));
  }

  private static List<Class<?>> permitted(Class<?> sealed) {
    return List.of(sealed.getPermittedSubclasses());
  }

  @Test
  void whatANewerNodeSaysBesideIsPassedOver() {
    byte[] more = HexFormat.of().parseHex("bf646c696e6b03646e65777326ff");
    assertThat(codec.fromBinary(more, "Handled")).isEqualTo(new NodeMessage.Handled(3));
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> codec.fromBinary(new byte[0], "Dance"))
        .hasMessage("a newer node says Dance");
    byte[] cut = Arrays.copyOf(codec.toBinary(new NodeMessage.Closed(3, 1001)), 5);
    assertThatThrownBy(() -> codec.fromBinary(cut, "Closed")).hasMessage("cannot read Closed");
  }
}
