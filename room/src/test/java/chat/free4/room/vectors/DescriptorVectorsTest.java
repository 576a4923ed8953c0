package chat.free4.room.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.descriptor.Descriptor;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.DescriptorChain.Reading;
import chat.free4.room.descriptor.Terms;
import chat.free4.room.moderation.Invites;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the vectors of descriptors and chains; {@code web} runs the same. */
class DescriptorVectorsTest {
  static List<VectorFile> files() {
    return List.of(
        DescriptorVectors.descriptors(),
        DescriptorVectors.chains(),
        RoomKeyVectors.keys(),
        RoomKeyVectors.doorProofs(),
        IdentityVectors.exports(),
        InviteVectors.file());
  }

  @ParameterizedTest
  @MethodSource("files")
  void storedVectorsAreThoseOfTheGenerator(VectorFile file) throws IOException {
    if (Boolean.getBoolean("vectors.write")) {
      file.write();
    }
    assertThat(VectorFile.stored(file.name())).isEqualTo(file.text());
  }

  @Test
  void invites() throws IOException {
    for (JsonNode node : VectorFile.cases("invites.json")) {
      if (!node.has("proof")) {
        continue; // what is handed over only browsers read
      }
      Redemption asked =
          new Redemption(
              new RoomId(VectorFile.bytes(node, "room")),
              VectorFile.bytes(node, "invite"),
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              VectorFile.bytes(node, "key"),
              VectorFile.bytes(node, "proof"));
      String about = node.get("about").asText();
      assertThat(asked.transcript()).as(about).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(asked.verifies()).as(about).isEqualTo(node.get("valid").asBoolean());
      assertThat(Invites.id(asked.invite())).as(about).isEqualTo(VectorFile.bytes(node, "id"));
    }
  }

  @Test
  void descriptors() throws IOException {
    for (JsonNode node : VectorFile.cases("descriptors.json")) {
      Bytes bytes = VectorFile.bytes(node, "bytes");
      Descriptor descriptor = Descriptor.decode(bytes);
      if (node.has("drop")) {
        assertThat(descriptor).as(node.get("about").asText()).isNull();
        continue;
      }
      assertThat(descriptor).as(node.get("about").asText()).isNotNull();
      Terms terms = Objects.requireNonNull(descriptor).terms();
      assertThat(descriptor.encode()).isEqualTo(bytes);
      assertThat(descriptor.hash()).isEqualTo(VectorFile.bytes(node, "hash"));
      assertThat(terms.kind().label()).isEqualTo(node.get("kind").asText());
      assertThat(terms.version()).isEqualTo(node.get("version").asLong());
      assertThat(terms.previous()).isEqualTo(VectorFile.bytes(node, "previous"));
      assertThat(terms.owner()).isEqualTo(VectorFile.bytes(node, "owner"));
      assertThat(terms.deputies()).isEqualTo(list(node, "deputies"));
      assertThat(terms.verifier()).isEqualTo(VectorFile.bytes(node, "verifier"));
      assertThat(terms.limit()).isEqualTo(node.get("limit").asInt());
      assertThat(terms.follower()).isEqualTo(VectorFile.bytes(node, "follower"));
      assertThat(terms.wrapped()).isEqualTo(VectorFile.bytes(node, "wrapped"));
      assertThat(terms.sealed()).isEqualTo(VectorFile.bytes(node, "sealed"));
      assertThat(descriptor.signer()).isEqualTo(VectorFile.bytes(node, "signer"));
    }
  }

  @Test
  void chains() throws IOException {
    for (JsonNode node : VectorFile.cases("descriptor-chains.json")) {
      RoomId room = new RoomId(VectorFile.bytes(node, "room"));
      Reading reading = DescriptorChain.read(room, list(node, "links"), null);
      if (node.has("known") && reading instanceof Reading.Accepted(DescriptorChain chain)) {
        Reading before = DescriptorChain.read(room, list(node, "known"), null);
        DescriptorChain known = ((Reading.Accepted) before).chain();
        assertThat(DescriptorChain.read(room, list(node, "links"), known))
            .as("verified on top of what is known")
            .isEqualTo(reading);
        reading = known.shown(chain);
      }
      String came =
          switch (reading) {
            case Reading.Refused(var reason) -> reason.label();
            case Reading.Accepted(var chain) -> chain.newestHash().toBase64Url();
          };
      String expected = node.has("drop") ? node.get("drop").asText() : node.get("newest").asText();
      assertThat(came).as(node.get("about").asText()).isEqualTo(expected);
    }
  }

  @Test
  void doorProofs() throws IOException {
    for (JsonNode node : VectorFile.cases("door-proofs.json")) {
      EnterProof proof =
          new EnterProof(
              VectorFile.bytes(node, "nonce"),
              VectorFile.bytes(node, "session"),
              node.get("origin").asText(),
              new RoomId(VectorFile.bytes(node, "room")),
              node.get("version").asLong(),
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              VectorFile.bytes(node, "clientFingerprint"),
              VectorFile.bytes(node, "serverFingerprint"));
      Bytes verifier = VectorFile.bytes(node, "verifier");
      Bytes signature = VectorFile.bytes(node, "doorProof");
      assertThat(proof.transcript()).isEqualTo(VectorFile.bytes(node, "enterTranscript"));
      assertThat(proof.doorTranscript()).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(Ed25519.verify(verifier, proof.doorTranscript(), signature))
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
    }
  }

  private static List<Bytes> list(JsonNode node, String field) {
    List<Bytes> list = new ArrayList<>();
    node.get(field)
        .forEach(each -> list.add(Objects.requireNonNull(Bytes.ofBase64Url(each.asText()))));
    return list;
  }
}
