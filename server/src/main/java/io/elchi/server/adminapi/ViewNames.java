package io.elchi.server.adminapi;

import io.elchi.server.exports.ExportView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/// Names beside ids: each answer of this module that has an `account_id` or an `operator_id` has `account` or
/// `operator`, too, unless it has that already. So has [ExportView], whose id an account itself does not see.
/// Names are read from memory; one that is not known is left out.
final class ViewNames implements JsonMapperBuilderCustomizer {
    private final Map<String, NameField> fields;

    /// @param name of the field with the name
    /// @param names by id; null: it is not known
    private record NameField(String name, LongFunction<String> names) {}

    ViewNames(LongFunction<String> accounts, LongFunction<String> operators) {
        fields = Map.of(
                "account_id", new NameField("account", accounts),
                "operator_id", new NameField("operator", operators));
    }

    @Override
    public void customize(JsonMapper.Builder mapper) {
        SimpleModule module = new SimpleModule("names");
        module.setSerializerModifier(new ValueSerializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public List<BeanPropertyWriter> orderProperties(
                    SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
                boolean ours = bean.getBeanClass().getPackage() == ViewNames.class.getPackage()
                        || bean.getBeanClass() == ExportView.class;
                return ours ? withNames(properties) : properties;
            }
        });
        mapper.addModule(module);
    }

    private List<BeanPropertyWriter> withNames(List<BeanPropertyWriter> properties) {
        List<BeanPropertyWriter> all = new ArrayList<>(properties.size() + fields.size());
        for (BeanPropertyWriter property : properties) {
            all.add(property);
            NameField field = fields.get(property.getName());
            if (field != null
                    && properties.stream().noneMatch(each -> each.getName().equals(field.name))) {
                all.add(new NameWriter(property, field));
            }
        }
        return all;
    }

    /// Writes the name of what another property has the id of.
    private static final class NameWriter extends BeanPropertyWriter {
        private static final long serialVersionUID = 1;

        private final transient NameField field;

        NameWriter(BeanPropertyWriter id, NameField field) {
            super(id, new SerializedString(field.name));
            this.field = field;
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator out, SerializationContext context) throws Exception {
            if (get(bean) instanceof Long id) {
                String name = field.names.apply(id);
                if (name != null) {
                    out.writeStringProperty(field.name, name);
                }
            }
        }
    }
}
