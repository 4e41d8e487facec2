package io.elchi.server.queue.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageId;
import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintCodecTest {
    @Test
    void whatIsWrittenIsRead() {
        Seeds.forEach(200, random -> {
            List<MessageId> ids = new ArrayList<>();
            for (int i = random.nextInt(HintCodec.MOST + 1); i > 0; i--) {
                ids.add(new MessageId(random.nextLong(), random.nextLong()));
            }
            assertThat(HintCodec.decode(HintCodec.encode(ids))).isEqualTo(ids);
        });
    }

    /// A later release that writes hints in another form marks them by a character that no id has. The owner of a
    /// release that does not know the form finds those messages by their rows.
    @Test
    void anotherFormIsNoIdAndNoError() {
        String ids = HintCodec.encode(List.of(new MessageId(1, 2), new MessageId(3, 4)));
        assertThat(HintCodec.decode("2:" + ids)).isEmpty();
        assertThat(HintCodec.decode(ids + ";more of a later release"))
                .containsExactly(new MessageId(1, 2), new MessageId(3, 4));
        assertThat(HintCodec.decode("")).isEmpty();
    }
}
