<?php
// Sends a one-time password and waits for its final state: send.php NUMBER TEXT

const ATTEMPTS = 5;

/** The answer's status, its JSON, and how many seconds to wait before the next attempt. */
function ask(string $method, string $path, ?array $body = null, array $headers = []): array
{
    $options = [
        'method' => $method,
        'header' => array_merge(
            ['Authorization: Bearer ' . getenv('ELCHI_KEY'), 'Content-Type: application/json'],
            $headers,
        ),
        'content' => $body === null ? '' : json_encode($body),
        'ignore_errors' => true,
        'timeout' => 10,
    ];
    $text = @file_get_contents(getenv('ELCHI_URL') . $path, false, stream_context_create(['http' => $options]));
    if ($text === false) {
        return [0, ['code' => 'no_answer', 'title' => 'the server does not answer', 'retryable' => true], 1];
    }
    $pause = 1;
    foreach ($http_response_header as $header) {
        if (stripos($header, 'Retry-After:') === 0) {
            $pause = (int) substr($header, 12);
        }
    }
    $answer = json_decode($text, true);
    if ($answer === null) {
        // A proxy's answer, for instance.
        return [0, ['code' => 'no_answer', 'title' => $http_response_header[0], 'retryable' => true], $pause];
    }
    return [(int) explode(' ', $http_response_header[0])[1], $answer, $pause];
}

function send(string $to, string $text): string
{
    // The same key with each attempt: the message is sent once, whatever happens to the connection.
    $headers = ['Idempotency-Key: ' . bin2hex(random_bytes(16))];
    $body = ['to' => $to, 'from' => getenv('ELCHI_FROM') ?: 'MyBank', 'text' => $text, 'class' => 'otp'];
    for ($attempt = 1; ; $attempt++) {
        [$status, $answer, $pause] = ask('POST', '/v1/sms/send', $body, $headers);
        if ($status === 202) {
            return $answer['id'];
        }
        if (!$answer['retryable'] || $attempt === ATTEMPTS) {
            fwrite(STDERR, $answer['code'] . ': ' . ($answer['detail'] ?? $answer['title']) . "\n");
            exit(1);
        }
        sleep($pause);
    }
}

function finalState(string $message): string
{
    for ($i = 0; $i < 60; $i++) {
        [$status, $answer, $pause] = ask('GET', '/v1/sms/' . $message);
        if ($status === 200 && !in_array($answer['state'], ['accepted', 'queued', 'submitted'], true)) {
            return $answer['state'];
        }
        usleep($status === 200 ? 500000 : $pause * 1000000);
    }
    fwrite(STDERR, 'not final yet: ' . $message . "\n");
    exit(1);
}

$sent = send($argv[1], $argv[2]);
echo $sent, ' ', finalState($sent), "\n";
