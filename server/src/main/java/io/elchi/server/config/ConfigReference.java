package io.elchi.server.config;

import io.elchi.server.core.Secret;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The settings as a page for people.
public final class ConfigReference {
    private ConfigReference() {}

    /// One setting.
    ///
    /// @param path as in the file, with dots
    /// @param fallback its default; null when it must be set
    /// @param secret whether its value may be a secret
    public record Item(String path, String type, String fallback, String text, boolean secret) {}

    /// The paths of the settings that may hold secrets.
    public static Set<String> secrets(List<Section> sections) {
        return sections.stream()
                .flatMap(section -> settings(section).stream())
                .filter(Item::secret)
                .map(Item::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Every setting of a section, in order.
    public static List<Item> settings(Section section) {
        List<Item> items = new ArrayList<>();
        collect(section.name(), section.type(), items);
        return items;
    }

    private static void collect(String path, Class<? extends Record> type, List<Item> items) {
        for (RecordComponent component : type.getRecordComponents()) {
            String below = path + "." + Binder.snake(component.getName());
            if (component.getType().isRecord()) {
                collect(below, component.getType().asSubclass(Record.class), items);
            } else {
                Setting setting = Binder.setting(component);
                String fallback = setting.is().equals(Setting.REQUIRED) ? null : setting.is();
                boolean secret = setting.secret() || component.getType() == Secret.class;
                items.add(new Item(below, type(component, setting), fallback, setting.value(), secret));
            }
        }
    }

    private static String type(RecordComponent component, Setting setting) {
        String name = component.getType().isEnum()
                ? String.join(
                        " or ",
                        java.util.Arrays.stream(component.getType().getEnumConstants())
                                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                .toList())
                : component.getType().getSimpleName().toLowerCase(Locale.ROOT);
        boolean from = setting.min() != Long.MIN_VALUE;
        boolean to = setting.max() != Long.MAX_VALUE;
        String unit = name.equals("duration") ? " ms" : "";
        if (from && to) {
            return name + ", " + setting.min() + " to " + setting.max() + unit;
        }
        if (from) {
            return name + ", from " + setting.min() + unit;
        }
        return to ? name + ", to " + setting.max() + unit : name;
    }

    /// A table for each section, with the record that a new setting is added to.
    public static String markdown(List<Section> sections) {
        StringBuilder page = new StringBuilder();
        for (Section section : sections) {
            page.append("\n## ")
                    .append(section.name())
                    .append("\n\nRecord: `")
                    .append(section.type().getName())
                    .append("`\n\n| setting | meaning | form | default |\n|---|---|---|---|\n");
            for (Item item : settings(section)) {
                String fallback = item.fallback() == null
                        ? "must be set"
                        : item.fallback().isEmpty() ? "empty" : "`" + item.fallback() + "`";
                page.append("| `")
                        .append(item.path())
                        .append("` | ")
                        .append(item.text())
                        .append(" | ")
                        .append(item.type())
                        .append(item.secret() && !item.type().equals("secret") ? ", may be a secret" : "")
                        .append(" | ")
                        .append(fallback)
                        .append(" |\n");
            }
        }
        return page.toString();
    }
}
