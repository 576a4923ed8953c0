package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.Terms;
import chat.free4.room.moderation.Heads;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sealed room's chain while somebody is in: what holds, who may make it longer, how often. */
final class ChainDesk {
  /** Most members of a sealed room, whatever its descriptor says. */
  static final int MAX_MEMBERS = 200;

  /** Changes at once: each goes to everybody. */
  static final int CHANGES_AT_ONCE = 5;

  /** Then one change in so many seconds. */
  static final int SECONDS_A_CHANGE = 10;

  private final RateLimit changes;
  private final Outbox out;
  private final ModerationDesk moderation;
  private DescriptorChain chain;

  ChainDesk(long nowNanos, DescriptorChain chain, ModerationDesk moderation, Outbox out) {
    this.chain = chain;
    this.moderation = moderation;
    this.out = out;
    this.changes = new RateLimit(nowNanos, 1, CHANGES_AT_ONCE * SECONDS_A_CHANGE);
  }

  /** Whose word counts by a chain. */
  static Heads heads(DescriptorChain chain) {
    Terms newest = chain.newest().terms();
    Set<Bytes> owners = new HashSet<>();
    Set<Bytes> deputies = new HashSet<>();
    for (Terms terms : chain.terms()) {
      owners.add(terms.owner());
      deputies.addAll(terms.deputies());
    }
    return new Heads(newest.owner(), Set.copyOf(newest.deputies()), owners, deputies);
  }

  /** Kind of the room. */
  String kind() {
    return chain.newest().terms().kind().label();
  }

  /** As it travels. */
  List<Bytes> encoded() {
    return chain.encoded();
  }

  /** Their bytes. */
  long bytes() {
    return encoded().stream().mapToLong(Bytes::length).sum();
  }

  /** Most members. */
  int maxMembers() {
    int limit = chain.newest().terms().limit();
    return limit == 0 ? MAX_MEMBERS : limit;
  }

  /**
   * A request for one more link; gives why not. Whoever hands it in, its signer must be one whose
   * word counts.
   */
  @Nullable SignalFault change(
      long nowNanos, long session, long id, ClientMessage.RoomDescriptor message) {
    long waitNanos = changes.waitNanos(nowNanos, SECONDS_A_CHANGE);
    if (waitNanos > 0) {
      return SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
    return switch (chain.append(message.descriptor())) {
      case DescriptorChain.Reading.Refused(var reason) ->
          SignalFault.descriptorInvalid(reason.label());
      case DescriptorChain.Reading.Accepted(var longer) -> {
        changes.take(nowNanos, SECONDS_A_CHANGE); // junk of others must not use up the owner's
        out.reply(session, id, new ServerMessage.Done());
        become(longer);
        yield null;
      }
    };
  }

  /**
   * A chain at least as new, brought by somebody whom it lets in; true where another key opens the
   * room now than the one that those inside have shown.
   */
  boolean replace(DescriptorChain newer) {
    Bytes former = chain.newest().terms().verifier();
    if (!newer.equals(chain)) {
      become(newer);
    }
    return !newer.newest().terms().verifier().equals(former);
  }

  private void become(DescriptorChain newer) {
    chain = newer;
    out.add(new RoomEffect.ChainChanged(newer));
    out.tellAll(new ServerMessage.RoomChain(newer.encoded()));
    out.tellAll(moderation.headsAre(heads(newer)));
  }
}
