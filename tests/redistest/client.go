package redistest

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Client is a Redis client beside what is tested: it prepares what tests find and looks at what they leave.
type Client struct{ redis redis.UniversalClient }

// Dial returns a client for a URL of this package, closed when t ends.
func Dial(t TB, url string) *Client {
	t.Helper()
	scheme, rest, _ := strings.Cut(url, "://")
	var c redis.UniversalClient
	switch scheme {
	case "redis":
		o, err := redis.ParseURL(url)
		if err != nil {
			t.Fatalf("%v", err)
		}
		c = redis.NewClient(o)
	case "redis+sentinel":
		o, err := redis.ParseFailoverURL("redis://" + rest)
		if err != nil {
			t.Fatalf("%v", err)
		}
		c = redis.NewFailoverClient(o)
	case "redis+cluster":
		o, err := redis.ParseClusterURL("redis://" + rest)
		if err != nil {
			t.Fatalf("%v", err)
		}
		c = redis.NewClusterClient(o)
	default:
		t.Fatalf("no Redis URL: %s", url)
	}
	t.Cleanup(func() { _ = c.Close() })
	return &Client{c}
}

// Do carries out one command and returns its reply: a string, an int64, a float64, nil, or a slice of replies.
func (c *Client) Do(ctx context.Context, command ...string) (any, error) {
	args := make([]any, len(command))
	for i, word := range command {
		args[i] = word
	}
	reply, err := c.redis.Do(ctx, args...).Result()
	if err == redis.Nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	return reply, nil
}

// Flush empties every database.
func (c *Client) Flush(ctx context.Context) error {
	if cluster, ok := c.redis.(*redis.ClusterClient); ok {
		return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return node.FlushAll(ctx).Err() })
	}
	return c.redis.FlushAll(ctx).Err()
}

// Subscribe begins to receive what is published to a channel. The function it returns waits for the next n messages, and ends
// the subscription.
func (c *Client) Subscribe(ctx context.Context, channel string) (receive func(ctx context.Context, n int) ([]string, error), err error) {
	sub := c.redis.Subscribe(ctx, channel)
	if _, err := sub.Receive(ctx); err != nil { // the confirmation
		return nil, fmt.Errorf("subscribing to %s: %w", channel, err)
	}
	return func(ctx context.Context, n int) ([]string, error) {
		defer sub.Close()
		messages := make([]string, 0, n)
		for range n {
			m, err := sub.ReceiveMessage(ctx)
			if err != nil {
				return messages, fmt.Errorf("receiving from %s: %w", channel, err)
			}
			messages = append(messages, m.Payload)
		}
		return messages, nil
	}, nil
}
