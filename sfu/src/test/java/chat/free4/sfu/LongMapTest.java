package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongMapTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void doesWhatAHashMapDoes(long seed) {
    Random random = new Random(seed);
    LongMap<Integer> map = new LongMap<>();
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      // Few keys, most of them neighbours, so that runs of places form and are closed again.
      long key = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(300) - 150;
      if (random.nextInt(5) < 2) {
        assertThat(map.put(key, i)).as("seed %d", seed).isEqualTo(expected.put(key, i));
      } else {
        assertThat(map.remove(key)).as("seed %d", seed).isEqualTo(expected.remove(key));
      }
      assertThat(map.get(key)).isEqualTo(expected.get(key));
      assertThat(map.size()).isEqualTo(expected.size());
    }
    Map<Long, Integer> walked = new HashMap<>();
    for (int place = 0; place < map.capacity(); place++) {
      Integer value = map.valueAt(place);
      if (value != null) {
        walked.put(map.keyAt(place), value);
      }
    }
    assertThat(walked).isEqualTo(expected);
  }
}
