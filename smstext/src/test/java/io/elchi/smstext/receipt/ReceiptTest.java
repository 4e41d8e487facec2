package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.receipt.Receipt.Extra;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Receipts of operators that no test of another project has, and the rules of [Receipt#parse] one by one.
class ReceiptTest {
    private static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    private static Receipt parse(String text) {
        return Receipt.parse(text, TASHKENT);
    }

    @Test
    void appendixB() {
        Receipt receipt = parse("id:0123456789 sub:001 dlvrd:001 submit date:2611240101 done date:2611240102"
                + " stat:DELIVRD err:000 text:Your code is 493817.");
        assertThat(receipt.id()).isEqualTo("0123456789");
        assertThat(receipt.sub()).isEqualTo(1);
        assertThat(receipt.dlvrd()).isEqualTo(1);
        assertThat(receipt.submitted()).contains(Instant.parse("2026-11-23T20:01:00Z"));
        assertThat(receipt.done()).contains(Instant.parse("2026-11-23T20:02:00Z"));
        assertThat(receipt.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(receipt.stat()).isEqualTo("DELIVRD");
        assertThat(receipt.err()).isEqualTo("000");
        assertThat(receipt.text()).isEqualTo("Your code is 493817.");
        assertThat(receipt.extras()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // opentelecoms-org/jsmpp#62
                "id:1526758174 submit date:1701240904 done date:1701240904 stat:DELIVRD err:000 text:hellow",
                // uudashr/jsmpp#67
                "id:1526758174 submit date:1701240904 done date:1701240904 stat:DELIVRD err:000",
                // OpenMarket, smpp.md item 27
                "id:1526758174 sub:001 dlvrd:001 submitdate:1701240904 donedate:1701240904 stat:DELIVRD err:000 text:",
                // Jasmin's own, jookies/jasmin#753
                "id:1526758174 submit date:201701240904 done date:201701240904 stat:DELIVRD err:030",
                // kneodev/ksmppd#108
                "id:1526758174 sub:000 dlvrd:000 submit date:170124090400 done date:170124090400 DELIVRD err:000 Text:",
                // funbox/smppex#46
                "id:1526758174 sub:000 dlvrd:000 submit date:170124090400920+ done date:170124040400000+ stat:DELIVRD",
                "ID:1526758174 Submit Date:1701240904 DONE DATE:1701240904 Stat:delivrd ERR:000 TEXT:",
                "id: 1526758174 submit date: 1701240904 done date: 1701240904 stat: DELIVRD err: 000",
                // As Appendix B is printed, with a line end in the name
                "id:1526758174 sub:001 dlvrd:001 submit date:1701240904 done\ndate:1701240904 stat:DELIVRD err:0 Text: . .",
                "stat:DELIVRD\nid:1526758174\r\nsubmit_date:1701240904\tdone_date:1701240904\r\n",
            })
    void formatsOfOperators(String text) {
        Receipt receipt = parse(text);
        assertThat(receipt.id()).isEqualTo("1526758174");
        assertThat(receipt.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(receipt.submitted().map(time -> time.getEpochSecond() / 60))
                .contains(Instant.parse("2017-01-24T04:04:00Z").getEpochSecond() / 60);
        assertThat(receipt.done()).contains(Instant.parse("2017-01-24T04:04:00Z"));
        assertThat(receipt.isConvincing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000",
        "000000000000",
        "00000000000000",
        "''",
        "1613011200",
        "16010112000",
        "yesterday",
        "2016-01-01",
        "000000000000000+",
        "160101120000000R",
    })
    void datesThatAreNone(String date) {
        Receipt receipt = parse("id:1 submit date:" + date + " done date:" + date + " stat:FAILED err:002 Text:");
        assertThat(receipt.submitted()).isEmpty();
        assertThat(receipt.done()).isEmpty();
        assertThat(receipt.err()).isEqualTo("002");
        assertThat(receipt.stat()).isEqualTo("FAILED");
        assertThat(receipt.state()).isEqualTo(ReceiptState.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVRD, DELIVERED, true",
        "ACCEPTD, ACCEPTED, false",
        "ENROUTE, ENROUTE, false",
        "EXPIRED, EXPIRED, true",
        "DELETED, DELETED, true",
        "UNDELIV, UNDELIVERABLE, true",
        "UNKNOWN, UNKNOWN, true",
        "REJECTD, REJECTED, true",
        "Delivered, DELIVERED, true",
        "undeliverable, UNDELIVERABLE, true",
        "SKIPPED, SKIPPED, true",
        "SCHEDULED, SCHEDULED, false",
        "DND_REJECTED, OTHER, false",
        "BUFFRED, OTHER, false",
        "OTHER, OTHER, false",
        "DELIVRDX, OTHER, false",
    })
    void statesKeepTheirWord(String word, ReceiptState state, boolean isFinal) {
        Receipt receipt = parse("id:1 stat:" + word + " err:000");
        assertThat(receipt.stat()).isEqualTo(word);
        assertThat(receipt.state()).isEqualTo(state);
        assertThat(state.isFinal()).isEqualTo(isFinal);
        assertThat(ReceiptState.ofWord(word)).isEqualTo(state);
    }

    @Test
    void statesByNumber() {
        for (ReceiptState state : ReceiptState.values()) {
            assertThat(ReceiptState.ofCode(state.code())).isEqualTo(state);
        }
        assertThat(ReceiptState.ofCode(10)).isEqualTo(ReceiptState.OTHER);
        assertThat(ReceiptState.ofCode(Integer.MIN_VALUE)).isEqualTo(ReceiptState.OTHER);
    }

    @Test
    void fieldsOfOtherNamesAreKept() {
        Receipt receipt = parse("id:1 sub:002 dlvr:001 submit dat:1005232039 one date:1005242339 stat:DELIVRD"
                + " NNC:43404 MCC: 434 network name: Ucell err:000 txt:This is a sample mes");
        assertThat(receipt.extras())
                .containsExactly(
                        new Extra("dlvr", "001"),
                        new Extra("submit dat", "1005232039"),
                        new Extra("one date", "1005242339"),
                        new Extra("NNC", "43404"),
                        new Extra("MCC", "434"),
                        new Extra("network name", "Ucell"),
                        new Extra("txt", "This"));
        assertThat(receipt.err()).isEqualTo("000");
        assertThat(parse("messageid:7 id:1 x-id:8 x_id:9 ids:10").id()).isEqualTo("1");
    }

    @Test
    void theFirstOfTwoCountsAndTheSecondIsKept() {
        Receipt receipt = parse("id:1 stat:UNDELIV id:2 stat:DELIVRD err:001");
        assertThat(receipt.id()).isEqualTo("1");
        assertThat(receipt.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(receipt.extras()).containsExactly(new Extra("id", "2"), new Extra("stat", "DELIVRD"));
        assertThat(receipt.err()).isEqualTo("001");
    }

    @Test
    void extrasHaveALimit() {
        Receipt receipt = parse("a:1 ".repeat(1000) + "id:1 stat:DELIVRD err:000");
        assertThat(receipt.extras()).hasSize(32);
        assertThat(receipt.id()).isEqualTo("1");
    }

    @Test
    void whatASubscriberReadsDoesNotSpeakForTheOperator() {
        Receipt receipt = parse("id:1 stat:UNDELIV text:id:2 stat:DELIVRD err:000 done date:2611240102");
        assertThat(receipt.id()).isEqualTo("1");
        assertThat(receipt.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(receipt.err()).isEmpty();
        assertThat(receipt.done()).isEmpty();
        assertThat(receipt.text()).isEqualTo("id:2 stat:DELIVRD err:000 done date:2611240102");
        assertThat(parse("id:1 UNDELIV text:hello stat:DELIVRD").state()).isEqualTo(ReceiptState.UNDELIVERABLE);
    }

    @Test
    void textBeforeTheFieldsThatMatterEndsWhereTheyBegin() {
        Receipt receipt = parse("id:1 text:hello you stat:DELIVRD err:000");
        assertThat(receipt.text()).isEqualTo("hello you");
        assertThat(receipt.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(receipt.err()).isEqualTo("000");
        assertThat(parse("text:stat:DELIVRD id:1").text()).isEmpty();
        assertThat(parse("id:1 stat:DELIVRD text: err:012").err()).isEqualTo("012");
        assertThat(parse("id:1 stat:DELIVRD text:err:012").text()).isEqualTo("err:012");
        assertThat(parse("id:1 stat:DELIVRD text: so: it is").text()).isEqualTo(" so: it is");
    }

    @Test
    void missingValues() {
        Receipt receipt = parse("id: sub: dlvrd: submit date: done date: stat: err: text:");
        assertThat(receipt).isEqualTo(parse("").withRaw(receipt.raw()));
        assertThat(receipt.id()).isEmpty();
        assertThat(receipt.sub()).isEqualTo(-1);
        assertThat(receipt.isConvincing()).isFalse();
        assertThat(parse("id:").id()).isEmpty();
        assertThat(parse("id:1 sub:12345678901 dlvrd:-1").sub()).isEqualTo(-1);
        assertThat(parse("id:1 sub:0 dlvrd:28").dlvrd())
                .as("farhadi/node-smpp#77")
                .isEqualTo(28);
    }

    @Test
    void aStateWithItsNameGoesBeforeOneWithout() {
        assertThat(parse("id:1 UNKNOWN stat:DELIVRD").state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(parse("id:1 DELIVRD").stat()).isEqualTo("DELIVRD");
        assertThat(parse("id:1 DELIVRD,").state()).isEqualTo(ReceiptState.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "STOP",
                "Salom! Ertaga soat 10:30 da kelasizmi?",
                "my id:123456 please",
                "id:5 stat:bad err:1",
                "stat:DELIVRD",
                "text:id:1 stat:DELIVRD",
                "Delivered: yes",
            })
    void messagesOfSubscribersDoNotConvince(String text) {
        assertThat(parse(text).isConvincing()).isFalse();
    }

    @Test
    void charactersAreLatin1UnlessTheyAreUcs2() {
        byte[] ascii = "id:a_b@c text:\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Receipt.characters(ascii, false)).isEqualTo("id:a_b@c text:\u00e9");
        assertThat(Receipt.characters(ascii, true)).as("data_coding lies").isEqualTo("id:a_b@c text:\u00e9");
        byte[] ucs2 = "id:1 text:\u0416".getBytes(StandardCharsets.UTF_16BE);
        assertThat(Receipt.characters(ucs2, true)).isEqualTo("id:1 text:\u0416");
        assertThat(Receipt.characters(new byte[0], true)).isEmpty();
        byte[] mixed = HexFormat.of().parseHex("746578743a041f0440"); // v0161: UCS-2 behind an ASCII name
        assertThat(Receipt.characters(mixed, false)).isEqualTo("text:\u0004\u001f\u0004@");
    }
}
