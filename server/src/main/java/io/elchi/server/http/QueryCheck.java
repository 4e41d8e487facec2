package io.elchi.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses query parameters that a controller's method does not have: one that is misspelt would be ignored, and
/// the answer be another one than was asked for.
final class QueryCheck implements HandlerInterceptor {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null && handler instanceof HandlerMethod method) {
            if (takesAny(method)) {
                Query.names(request.getQueryString());
                return true;
            }
            Query.check(request.getQueryString(), known.computeIfAbsent(method.getMethod(), _ -> parameters(method)));
        }
        return true;
    }

    /// A controller that asks for a map takes whatever comes: another system writes the query, and may add to it.
    private static boolean takesAny(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestParam.class)
                        && MultiValueMap.class.isAssignableFrom(parameter.getParameterType()));
    }

    private static Set<String> parameters(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.getParameterType() == PageQuery.class) {
                names.addAll(PageQuery.PARAMETERS);
            }
            if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                names.addAll(components(parameter.getParameterType()));
            }
            RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
            if (annotation != null) {
                names.add(annotation.name());
            }
        }
        return Set.copyOf(names);
    }

    /// The parameters that Spring binds to a record: by the names of its components, or those that they are given.
    private static List<String> components(Class<?> record) {
        List<String> names = new ArrayList<>();
        Parameter[] parameters = record.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            BindParam given = parameters[i].getAnnotation(BindParam.class);
            names.add(given == null ? components[i].getName() : given.value());
        }
        return names;
    }
}
