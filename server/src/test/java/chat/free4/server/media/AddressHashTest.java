package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Addresses that were made up do not meet in one place. */
final class AddressHashTest {
  private static final int PLACES = 1 << 12;

  /** 4096 balls in 4096 places at random: seven or eight in the fullest, twelve once in 10^5. */
  private static final int MOST_IN_A_PLACE = 12;

  private static int[] fill(AddressHash hash, IntFunction<long[]> addresses) {
    int[] counts = new int[PLACES];
    for (int i = 0; i < PLACES; i++) {
      long[] address = addresses.apply(i);
      counts[hash.of(address[0], address[1], address[2]) & PLACES - 1]++;
    }
    return counts;
  }

  @Test
  void regularAddressesScatterAsRandomOnesDo() {
    List<IntFunction<long[]>> floods =
        List.of(
            i -> new long[] {0, 0xFFFF_C000_0201L, i},
            i -> new long[] {0, 0xFFFF_0A00_0000L + i, 5000},
            i -> new long[] {0, 0xFFFF_0A00_0000L + ((long) i << 12), 5000},
            i -> new long[] {0x2001_0DB8_0000_0000L + i, 1, 5000},
            i -> new long[] {(long) i << 48, 1, 5000},
            i -> new long[] {i, i, i},
            i -> new long[] {0xFE80L << 48, 1, (long) i << 16 | 5000});
    for (int seed = 0; seed < 20; seed++) {
      AddressHash hash = new AddressHash(new Random(seed));
      for (int flood = 0; flood < floods.size(); flood++) {
        assertThat(Arrays.stream(fill(hash, floods.get(flood))).max().orElseThrow())
            .as("seed %d, flood %d", seed, flood)
            .isLessThanOrEqualTo(MOST_IN_A_PLACE);
      }
    }
  }

  @Test
  void whatMeetsUnderOneSecretScattersUnderAnother() {
    AddressHash known = new AddressHash(new Random(1));
    AddressHash secret = new AddressHash(new Random(2));
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; chosen.size() < 64; i++) {
      if ((known.of(0, 0xFFFF_0000_0000L + i, 9) & PLACES - 1) == 0) {
        chosen.add(i);
      }
    }
    Set<Integer> places = new HashSet<>();
    for (int i : chosen) {
      places.add(secret.of(0, 0xFFFF_0000_0000L + i, 9) & PLACES - 1);
    }
    assertThat(places).hasSizeGreaterThan(55);
  }
}
