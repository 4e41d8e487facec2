package io.elchi.smpp.pdu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Random PDUs that may be sent: every command, strings of every length up to the maximum and of every octet but NUL,
/// TLVs that are known, unknown, repeated and of a wrong length.
public final class PduGenerator {
    private final SplittableRandom random;
    private final List<Supplier<Pdu>> commands;

    public PduGenerator(SplittableRandom random) {
        this.random = random;
        this.commands = List.of(
                this::bind,
                this::bindResp,
                Unbind::new,
                () -> new UnbindResp(tlvs()),
                EnquireLink::new,
                () -> new EnquireLinkResp(tlvs()),
                GenericNack::new,
                this::submitSm,
                () -> new SubmitSmResp(id(), tlvs()),
                this::deliverSm,
                () -> new DeliverSmResp(id(), tlvs()),
                this::submitMulti,
                this::submitMultiResp,
                this::dataSm,
                () -> new DataSmResp(id(), tlvs()),
                () -> new QuerySm(id(), source(), tlvs()),
                this::querySmResp,
                this::cancelSm,
                () -> new CancelSmResp(tlvs()),
                this::replaceSm,
                () -> new ReplaceSmResp(tlvs()),
                this::broadcastSm,
                () -> new BroadcastSmResp(id(), tlvs()),
                () -> new QueryBroadcastSm(id(), source(), tlvs()),
                () -> new QueryBroadcastSmResp(id(), tlvs()),
                this::cancelBroadcastSm,
                () -> new CancelBroadcastSmResp(tlvs()),
                () -> new Outbind(text(Field.SYSTEM_ID), text(Field.PASSWORD)),
                this::alertNotification);
    }

    /// One of each record, and a bind and its response for each mode, which have command ids of their own.
    public List<Pdu> oneOfEach() {
        List<Pdu> pdus = new ArrayList<>();
        commands.forEach(command -> pdus.add(command.get()));
        for (BindMode mode : BindMode.values()) {
            pdus.add(bind().toBuilder().mode(mode).build());
            pdus.add(new BindResp(mode, text(Field.SYSTEM_ID), tlvs()));
        }
        return pdus;
    }

    public Pdu any() {
        return commands.get(random.nextInt(commands.size())).get();
    }

    public Frame frame(Pdu pdu) {
        return new Frame(random.nextInt(3) == 0 ? random.nextInt() : 0, random.nextInt(), pdu);
    }

    private Bind bind() {
        return Bind.builder()
                .mode(BindMode.values()[random.nextInt(3)])
                .systemId(text(Field.SYSTEM_ID))
                .password(text(Field.PASSWORD))
                .systemType(text(Field.SYSTEM_TYPE))
                .interfaceVersion(octet())
                .addrTon(octet())
                .addrNpi(octet())
                .addressRange(text(Field.ADDRESS_RANGE))
                .tlvs(tlvs())
                .build();
    }

    private BindResp bindResp() {
        return new BindResp(BindMode.values()[random.nextInt(3)], text(Field.SYSTEM_ID), tlvs());
    }

    SubmitSm submitSm() {
        return SubmitSm.builder()
                .serviceType(text(Field.SERVICE_TYPE))
                .source(source())
                .destination(address(Field.DESTINATION_ADDR))
                .esmClass(octet())
                .protocolId(octet())
                .priorityFlag(octet())
                .scheduleDeliveryTime(text(Field.SCHEDULE_DELIVERY_TIME))
                .validityPeriod(text(Field.VALIDITY_PERIOD))
                .registeredDelivery(octet())
                .replaceIfPresent(octet())
                .dataCoding(octet())
                .smDefaultMsgId(octet())
                .shortMessage(octets(255))
                .tlvs(tlvs())
                .build();
    }

    private DeliverSm deliverSm() {
        return DeliverSm.builder()
                .serviceType(text(Field.SERVICE_TYPE))
                .source(source())
                .destination(address(Field.DESTINATION_ADDR))
                .esmClass(octet())
                .protocolId(octet())
                .priorityFlag(octet())
                .scheduleDeliveryTime(text(Field.SCHEDULE_DELIVERY_TIME))
                .validityPeriod(text(Field.VALIDITY_PERIOD))
                .registeredDelivery(octet())
                .replaceIfPresent(octet())
                .dataCoding(octet())
                .smDefaultMsgId(octet())
                .shortMessage(octets(255))
                .tlvs(tlvs())
                .build();
    }

    private SubmitMulti submitMulti() {
        List<DestinationAddress> destinations = new ArrayList<>();
        int count = length(254) + 1;
        for (int i = 0; i < count; i++) {
            destinations.add(
                    random.nextBoolean()
                            ? new DestinationAddress.SmeAddress(address(Field.DESTINATION_ADDR))
                            : new DestinationAddress.DistributionList(text(Field.DL_NAME)));
        }
        return SubmitMulti.builder()
                .serviceType(text(Field.SERVICE_TYPE))
                .source(source())
                .destinations(destinations)
                .esmClass(octet())
                .protocolId(octet())
                .priorityFlag(octet())
                .scheduleDeliveryTime(text(Field.SCHEDULE_DELIVERY_TIME))
                .validityPeriod(text(Field.VALIDITY_PERIOD))
                .registeredDelivery(octet())
                .replaceIfPresent(octet())
                .dataCoding(octet())
                .smDefaultMsgId(octet())
                .shortMessage(octets(255))
                .tlvs(tlvs())
                .build();
    }

    private SubmitMultiResp submitMultiResp() {
        List<UnsuccessSme> smes = new ArrayList<>();
        int count = length(255);
        for (int i = 0; i < count; i++) {
            smes.add(new UnsuccessSme(address(Field.DESTINATION_ADDR), random.nextInt()));
        }
        return new SubmitMultiResp(id(), smes, tlvs());
    }

    private DataSm dataSm() {
        return DataSm.builder()
                .serviceType(text(Field.SERVICE_TYPE))
                .source(address(Field.LONG_SOURCE_ADDR))
                .destination(address(Field.LONG_DESTINATION_ADDR))
                .esmClass(octet())
                .registeredDelivery(octet())
                .dataCoding(octet())
                .tlvs(tlvs())
                .build();
    }

    private QuerySmResp querySmResp() {
        return new QuerySmResp(id(), text(Field.FINAL_DATE), octet(), octet(), tlvs());
    }

    private CancelSm cancelSm() {
        return new CancelSm(text(Field.SERVICE_TYPE), id(), source(), address(Field.DESTINATION_ADDR), tlvs());
    }

    private ReplaceSm replaceSm() {
        return ReplaceSm.builder()
                .messageId(id())
                .source(source())
                .scheduleDeliveryTime(text(Field.SCHEDULE_DELIVERY_TIME))
                .validityPeriod(text(Field.VALIDITY_PERIOD))
                .registeredDelivery(octet())
                .smDefaultMsgId(octet())
                .shortMessage(octets(255))
                .tlvs(tlvs())
                .build();
    }

    private BroadcastSm broadcastSm() {
        return BroadcastSm.builder()
                .serviceType(text(Field.SERVICE_TYPE))
                .source(source())
                .messageId(id())
                .priorityFlag(octet())
                .scheduleDeliveryTime(text(Field.SCHEDULE_DELIVERY_TIME))
                .validityPeriod(text(Field.VALIDITY_PERIOD))
                .replaceIfPresent(octet())
                .dataCoding(octet())
                .smDefaultMsgId(octet())
                .tlvs(tlvs())
                .build();
    }

    private CancelBroadcastSm cancelBroadcastSm() {
        return new CancelBroadcastSm(text(Field.SERVICE_TYPE), id(), source(), tlvs());
    }

    private AlertNotification alertNotification() {
        return new AlertNotification(address(Field.LONG_SOURCE_ADDR), address(Field.ESME_ADDR), tlvs());
    }

    private String id() {
        return text(Field.MESSAGE_ID);
    }

    private Address source() {
        return address(Field.SOURCE_ADDR);
    }

    private Address address(Field field) {
        return new Address(octet(), octet(), text(field));
    }

    private int octet() {
        return random.nextInt(256);
    }

    /// Ends are as likely as all between them.
    private int length(int max) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> max;
            default -> random.nextInt(max + 1);
        };
    }

    private String text(Field field) {
        char[] chars = new char[length(field.max)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) random.nextInt(1, 256);
        }
        return new String(chars);
    }

    private Octets octets(int max) {
        byte[] bytes = new byte[length(max)];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }

    private Tlvs tlvs() {
        Tlvs tlvs = Tlvs.NONE;
        List<TlvTag<?>> known = List.copyOf(TlvTag.all());
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            TlvTag<?> tag = known.get(random.nextInt(known.size()));
            int id = random.nextBoolean() ? tag.id() : random.nextInt(0x10000);
            Tlv tlv = new Tlv(id, octets(random.nextInt(20) == 0 ? 0xFFFF : 20));
            tlvs = tlvs.plus(tlv);
            if (random.nextInt(4) == 0) {
                tlvs = tlvs.plus(tlv);
            }
        }
        return tlvs;
    }
}
