package io.elchi.smpp.pdu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The TLVs of one PDU: immutable, in the order of the wire, with repeated and unknown tags kept.
public final class Tlvs implements Iterable<Tlv> {
    /// No TLVs.
    public static final Tlvs NONE = new Tlvs(new Tlv[0]);

    private final Tlv[] items;

    private Tlvs(Tlv[] items) {
        this.items = items;
    }

    public static Tlvs of(Tlv... tlvs) {
        return of(Arrays.asList(tlvs));
    }

    public static Tlvs of(List<Tlv> tlvs) {
        return tlvs.isEmpty() ? NONE : new Tlvs(List.copyOf(tlvs).toArray(new Tlv[0]));
    }

    /// Takes the array over.
    static Tlvs wrap(Tlv[] tlvs) {
        return tlvs.length == 0 ? NONE : new Tlvs(tlvs);
    }

    public int size() {
        return items.length;
    }

    public boolean isEmpty() {
        return items.length == 0;
    }

    /// The TLV at an index of the wire's order.
    public Tlv at(int index) {
        return items[index];
    }

    public boolean contains(TlvTag<?> tag) {
        return find(tag.id()).isPresent();
    }

    /// The first TLV of a tag, raw.
    public Optional<Tlv> find(int tag) {
        for (Tlv tlv : items) {
            if (tlv.tag() == tag) {
                return Optional.of(tlv);
            }
        }
        return Optional.empty();
    }

    /// The value of the first TLV of the tag whose length is right for it.
    public <T> Optional<T> get(TlvTag<T> tag) {
        for (Tlv tlv : items) {
            if (tlv.tag() == tag.id() && tag.allows(tlv.value().length())) {
                return Optional.of(tag.read(tlv.value()));
            }
        }
        return Optional.empty();
    }

    /// The values of all TLVs of the tag whose length is right for it, in order: callback_num and
    /// broadcast_area_identifier may be repeated.
    public <T> List<T> all(TlvTag<T> tag) {
        List<T> values = new ArrayList<>();
        for (Tlv tlv : items) {
            if (tlv.tag() == tag.id() && tag.allows(tlv.value().length())) {
                values.add(tag.read(tlv.value()));
            }
        }
        return List.copyOf(values);
    }

    /// These with the tag set to the value: it replaces every TLV of that tag, at the place of the first, or is
    /// appended. Throws [PduEncodeException] when the tag does not allow the value.
    public <T> Tlvs with(TlvTag<T> tag, T value) {
        Tlv tlv = tag.tlv(value);
        List<Tlv> result = new ArrayList<>(items.length + 1);
        boolean placed = false;
        for (Tlv item : items) {
            if (item.tag() != tag.id()) {
                result.add(item);
            } else if (!placed) {
                result.add(tlv);
                placed = true;
            }
        }
        if (!placed) {
            result.add(tlv);
        }
        return of(result);
    }

    /// These and one more at the end, even when the tag is there already.
    public Tlvs plus(Tlv tlv) {
        Tlv[] more = Arrays.copyOf(items, items.length + 1);
        more[items.length] = tlv;
        return of(more);
    }

    /// These without any TLV of the tag.
    public Tlvs without(int tag) {
        return find(tag).isEmpty()
                ? this
                : of(stream().filter(tlv -> tlv.tag() != tag).toList());
    }

    public Stream<Tlv> stream() {
        return Arrays.stream(items);
    }

    @Override
    public Iterator<Tlv> iterator() {
        return Arrays.asList(items).iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlvs that && Arrays.equals(items, that.items);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
        return Arrays.toString(items);
    }
}
