package chat.free4.room.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Nickname;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.log.EntryDrop;
import chat.free4.room.log.SignedEntry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs protocol/vectors as they stand in the repository; {@code web} runs the same in TypeScript
 * with WebCrypto. {@code -Dvectors.write=true} writes them anew.
 */
class VectorsTest {
  static List<VectorFile> files() {
    return List.of(
        AccessVectors.transcripts(),
        AccessVectors.identities(),
        AccessVectors.enterProofs(),
        AccessVectors.offerSignatures(),
        AccessVectors.signedEntries(),
        NameVectors.roomNames(),
        NameVectors.nicknames(),
        DescriptionVectors.descriptions(),
        DescriptionVectors.signatures(),
        ActVectors.acts(),
        ActVectors.chains(),
        MessageVectors.file());
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
  void transcripts() throws IOException {
    for (JsonNode node : VectorFile.cases("transcripts.json")) {
      Transcript transcript = Transcript.of(node.get("label").asText());
      for (JsonNode field : node.get("fields")) {
        if (field.has("bytes")) {
          transcript.add(VectorFile.bytes(field, "bytes"));
        } else if (field.has("utf8")) {
          transcript.addUtf8(field.get("utf8").asText());
        } else {
          transcript.addU64(Long.parseUnsignedLong(field.get("u64").asText()));
        }
      }
      assertThat(transcript.toBytes()).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(transcript.sha256()).isEqualTo(VectorFile.bytes(node, "sha256"));
    }
  }

  @Test
  void identities() throws IOException {
    for (JsonNode node : VectorFile.cases("identities.json")) {
      DeviceCertificate certificate =
          new DeviceCertificate(
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              VectorFile.bytes(node, "certificate"));
      assertThat(certificate.verifies())
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
      assertThat(MemberId.of(certificate.identity(), certificate.device()).value())
          .isEqualTo(VectorFile.bytes(node, "member"));
      if (node.has("identitySeed")) {
        SigningKey identity = SigningKey.ofSeed(VectorFile.bytes(node, "identitySeed"));
        SigningKey device = SigningKey.ofSeed(VectorFile.bytes(node, "deviceSeed"));
        assertThat(DeviceCertificate.issue(identity, device.publicKey())).isEqualTo(certificate);
      }
    }
  }

  @Test
  void roomNames() throws IOException {
    for (JsonNode node : VectorFile.cases("room-names.json")) {
      String canonical = RoomName.canonical(node.get("input").asText());
      assertThat(canonical)
          .as(node.get("about").asText())
          .isEqualTo(node.has("canonical") ? node.get("canonical").asText() : null);
      if (canonical != null) {
        assertThat(RoomId.ofPublic(canonical).value()).isEqualTo(VectorFile.bytes(node, "id"));
        assertThat(RoomName.canonical(canonical)).as("once more").isEqualTo(canonical);
      }
    }
  }

  @Test
  void nicknames() throws IOException {
    for (JsonNode node : VectorFile.cases("nicknames.json")) {
      assertThat(Nickname.isValid(node.get("input").asText()))
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
    }
  }

  @Test
  void enterProofs() throws IOException {
    for (JsonNode node : VectorFile.cases("enter-proofs.json")) {
      EnterProof proof =
          new EnterProof(
              VectorFile.bytes(node, "nonce"),
              VectorFile.bytes(node, "session"),
              node.get("origin").asText(),
              new RoomId(VectorFile.bytes(node, "room")),
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              VectorFile.bytes(node, "clientFingerprint"),
              VectorFile.bytes(node, "serverFingerprint"));
      assertThat(proof.transcript()).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(proof.verifies(VectorFile.bytes(node, "proof")))
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
    }
  }

  @Test
  void offerSignatures() throws IOException {
    for (JsonNode node : VectorFile.cases("offer-signatures.json")) {
      OfferProof offer =
          new OfferProof(
              VectorFile.bytes(node, "session"),
              new RoomId(VectorFile.bytes(node, "room")),
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              VectorFile.bytes(node, "clientFingerprint"),
              VectorFile.bytes(node, "serverFingerprint"));
      assertThat(offer.transcript()).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(offer.verifies(VectorFile.bytes(node, "signature")))
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
    }
  }

  @Test
  void descriptions() throws IOException {
    for (JsonNode node : VectorFile.cases("descriptions.json")) {
      RoomDescription.Reading reading = DescriptionVectors.read(node);
      JsonNode canonical = node.get("canonical");
      RoomDescription.Reading expected =
          canonical == null
              ? new RoomDescription.Reading.Refused(node.get("refused").asText())
              : new RoomDescription.Reading.Accepted(DescriptionVectors.stored(canonical));
      assertThat(reading).as(node.get("about").asText()).isEqualTo(expected);
    }
  }

  @Test
  void describeSignatures() throws IOException {
    for (JsonNode node : VectorFile.cases("describe-signatures.json")) {
      DescribeProof proof =
          new DescribeProof(
              VectorFile.bytes(node, "session"),
              new RoomId(VectorFile.bytes(node, "room")),
              VectorFile.bytes(node, "identity"),
              VectorFile.bytes(node, "device"),
              DescriptionVectors.stored(node));
      assertThat(proof.transcript()).isEqualTo(VectorFile.bytes(node, "transcript"));
      assertThat(proof.verifies(VectorFile.bytes(node, "signature")))
          .as(node.get("about").asText())
          .isEqualTo(node.get("valid").asBoolean());
    }
  }

  @Test
  void signedEntries() throws IOException {
    for (JsonNode node : VectorFile.cases("signed-entries.json")) {
      String expected = node.has("drop") ? node.get("drop").asText() : "";
      Bytes bytes = VectorFile.bytes(node, "bytes");
      EntryDrop drop = drop(node, bytes);
      assertThat(drop == null ? "" : drop.name().toLowerCase(Locale.ROOT))
          .as(node.get("about").asText())
          .isEqualTo(expected);
    }
  }

  private static @Nullable EntryDrop drop(JsonNode node, Bytes bytes) {
    return switch (SignedEntry.decode(bytes)) {
      case SignedEntry.Reading.Refused(EntryDrop reason) -> {
        assertThat(node.has("sequence")).isFalse();
        yield reason;
      }
      case SignedEntry.Reading.Accepted(SignedEntry entry) -> {
        assertThat(entry.encode()).isEqualTo(bytes);
        assertThat(entry.sequence()).isEqualTo(node.get("sequence").asLong());
        assertThat(entry.body()).isEqualTo(VectorFile.bytes(node, "body"));
        assertThat(entry.author().value()).isEqualTo(VectorFile.bytes(node, "member"));
        yield entry.verify(new RoomId(VectorFile.bytes(node, "room")), node.get("doc").asText());
      }
    };
  }
}
