package bindings

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// A blocked client needs a connection and nothing else: little memory, and not a thousand dials at the same moment,
// which would overflow the server's accept queue.
const (
	defaultTimeout    = 5 * time.Second // go-redis's, to dial and to read
	blockingBuffer    = 4 << 10
	blockingDials     = 64
	blockingIdleConns = 64
	blockingIdleTime  = time.Minute
	defaultBlocking   = 10_000
)

// target is where a URL leads.
type target struct {
	where   string // address for messages; never with credentials
	options RedisOptions
	dial    func(ctx context.Context, network, addr string) (net.Conn, error) // the embedded store's; else nil
	readers atomic.Int64                                                      // of the connections that carry one call at a time: reads under way

	single   *redis.Options
	failover *redis.FailoverOptions
	cluster  *redis.ClusterOptions
}

const urlForms = "redis://, rediss://, unix://, redis+cluster://, rediss+cluster://, redis+sentinel:// or rediss+sentinel://"

// parseTarget reads a URL. Its errors name no credentials.
func parseTarget(o RedisOptions) (*target, error) {
	t := &target{options: o}
	scheme, rest, ok := strings.Cut(o.URL, "://")
	if !ok {
		return nil, errors.New("Redis URL: no scheme (use " + urlForms + ")")
	}
	base, kind, _ := strings.Cut(scheme, "+")
	plain := base + "://" + rest
	var err error
	switch {
	case kind == "cluster" && base != "unix":
		if t.cluster, err = redis.ParseClusterURL(plain); err == nil {
			t.where = "cluster " + strings.Join(t.cluster.Addrs, ", ")
		}
	case kind == "sentinel" && base != "unix":
		if t.failover, err = redis.ParseFailoverURL(plain); err == nil {
			t.where = fmt.Sprintf("master %q of sentinel %s", t.failover.MasterName, strings.Join(t.failover.SentinelAddrs, ", "))
			switch {
			case t.failover.MasterName == "":
				err = errors.New("a sentinel needs the name of its master: add ?master_name=NAME")
			case t.failover.RouteByLatency || t.failover.RouteRandomly || t.failover.ReplicaOnly:
				err = errors.New("commands go to the master: route_by_latency, route_randomly and replica_only are not supported")
			}
		}
	case kind == "" && (base == "redis" || base == "rediss" || base == "unix"):
		if t.single, err = redis.ParseURL(plain); err == nil {
			t.where = t.single.Addr
		}
	default:
		return nil, fmt.Errorf("Redis URL: unknown scheme %q (use %s)", scheme, urlForms)
	}
	if err != nil {
		if u := (*url.Error)(nil); errors.As(err, &u) { // its text repeats the URL, password included
			err = u.Err
			if strings.Contains(err.Error(), "invalid port") || strings.Contains(err.Error(), "userinfo") {
				err = errors.New("the host, port or user part is malformed (percent-encode special characters of the password)")
			}
		}
		return nil, fmt.Errorf("Redis URL: %s", strings.TrimPrefix(err.Error(), "redis: "))
	}
	return t, nil
}

// advice tells a person what to look at when a connection fails with err.
func (t *target) advice(err error) string {
	const always = "check the URL, and that the server runs and lets you in"
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &authority):
		return "if its authority is your own, add that to the system's, or name the file of its certificate in SSL_CERT_FILE"
	case errors.As(err, &name):
		return "use a name that its certificate is for"
	case strings.HasPrefix(t.options.URL, "rediss"):
		return always + ", with TLS"
	case errors.Is(err, io.EOF):
		return always + "; if it wants TLS, use rediss://"
	}
	return always
}

// embeddedTarget is the store inside this process.
func embeddedTarget(o RedisOptions, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *target {
	return &target{where: "the embedded store", options: o, dial: dial,
		single: &redis.Options{Addr: "embedded:0", Protocol: 2}}
}

// client is what the three kinds of go-redis client have in common, as far as it is used here.
type client interface {
	Process(ctx context.Context, cmd redis.Cmder) error
	Pipeline() redis.Pipeliner
	TxPipeline() redis.Pipeliner
	Close() error
}

// purpose is what the connections of a client are for.
type purpose int

const (
	ordinaryUse purpose = iota // one call at a time
	blockingUse                // a call that blocks
	sharedUse                  // many calls at a time
)

// open builds a client; it does not connect. The one for blocking commands has its own connections, which may be many.
//
// go-redis never retries: Redis.Do decides what may be sent again, because only it knows which commands are
// idempotent. The cluster client alone goes on by itself after MOVED and ASK, and after READONLY and a closed pool;
// in all four the server did not carry out the command. It sees from call.NoRetry that it may do no more.
func (t *target) open(use purpose) (client, *redis.ClusterClient) {
	maint := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	wait := time.Duration(0)
	if use == blockingUse {
		wait = maxSlice
	}
	switch {
	case t.cluster != nil:
		o := *t.cluster
		o.ReadOnly, o.RouteByLatency, o.RouteRandomly = false, false, false
		o.DisableRoutingPolicies = true
		o.MaxRetries, o.ContextTimeoutEnabled, o.DisableIdentity, o.MaintNotificationsConfig = -1, true, true, maint
		t.pools(use, &o.PoolSize, &o.PipelinePoolSize, &o.MaxConcurrentDials, &o.MinIdleConns, &o.MaxIdleConns,
			&o.DialerRetries, &o.ReadBufferSize, &o.WriteBufferSize, &o.ConnMaxIdleTime)
		o.ReadTimeout = lengthen(o.ReadTimeout, wait)
		o.Dialer = t.dialer(o.DialTimeout, o.ReadTimeout, o.TLSConfig, use)
		c := redis.NewClusterClient(&o)
		return c, c
	case t.failover != nil:
		o := *t.failover
		o.MaxRetries, o.ContextTimeoutEnabled, o.DisableIdentity = -1, true, true
		t.pools(use, &o.PoolSize, &o.PipelinePoolSize, &o.MaxConcurrentDials, &o.MinIdleConns, &o.MaxIdleConns,
			&o.DialerRetries, &o.ReadBufferSize, &o.WriteBufferSize, &o.ConnMaxIdleTime)
		o.ReadTimeout = lengthen(o.ReadTimeout, wait)
		o.Dialer = t.dialer(o.DialTimeout, o.ReadTimeout, o.TLSConfig, use)
		return redis.NewFailoverClient(&o), nil
	default:
		o := *t.single
		o.MaxRetries, o.ContextTimeoutEnabled, o.DisableIdentity, o.MaintNotificationsConfig = -1, true, true, maint
		t.pools(use, &o.PoolSize, &o.PipelinePoolSize, &o.MaxConcurrentDials, &o.MinIdleConns, &o.MaxIdleConns,
			&o.DialerRetries, &o.ReadBufferSize, &o.WriteBufferSize, &o.ConnMaxIdleTime)
		o.ReadTimeout = lengthen(o.ReadTimeout, wait)
		o.Dialer = t.dialer(o.DialTimeout, o.ReadTimeout, o.TLSConfig, use)
		return redis.NewClient(&o), nil
	}
}

// openTracker builds a client for the one connection of a tracker; wrap is what it is to be wrapped in.
func (t *target) openTracker(wrap func(net.Conn) net.Conn) *redis.Client {
	dialer := func(timeout time.Duration, config *tls.Config) func(context.Context, string, string) (net.Conn, error) {
		dial := redis.NewDialer(&redis.Options{DialTimeout: cmp.Or(timeout, defaultTimeout), TLSConfig: config})
		return func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := dial(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return wrap(c), nil
		}
	}
	if t.failover != nil {
		o := *t.failover
		o.Protocol, o.MaxRetries, o.DisableIdentity, o.PoolSize, o.MinIdleConns, o.PipelinePoolSize, o.DialerRetries = 3, -1, true, 1, 0, -1, 1
		o.ContextTimeoutEnabled = true
		o.Dialer = dialer(o.DialTimeout, o.TLSConfig)
		return redis.NewFailoverClient(&o)
	}
	o := *t.single
	o.Protocol, o.MaxRetries, o.DisableIdentity, o.PoolSize, o.MinIdleConns, o.PipelinePoolSize, o.DialerRetries = 3, -1, true, 1, 0, -1, 1
	o.ContextTimeoutEnabled, o.MaintNotificationsConfig = true, &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	o.Dialer = dialer(o.DialTimeout, o.TLSConfig)
	return redis.NewClient(&o)
}

// pools sets what the three kinds of options call by the same names.
func (t *target) pools(use purpose, size, pipeline, dials, minIdle, maxIdle, dialRetries, readBuffer, writeBuffer *int, idleTime *time.Duration) {
	*pipeline = -1 // pipelines use the ordinary connections
	if *dialRetries == 0 {
		*dialRetries = 1
	}
	if t.options.PoolSize > 0 {
		*size = t.options.PoolSize
	}
	switch use {
	case ordinaryUse:
		return
	case sharedUse:
		*size, *minIdle = 4*sharedLanes, 0 // the more than sharedLanes are for commands that a cluster sends elsewhere
		return
	}
	*size = defaultBlocking
	if t.options.BlockingPoolSize > 0 {
		*size = t.options.BlockingPoolSize
	}
	*dials, *minIdle, *maxIdle, *idleTime = blockingDials, 0, blockingIdleConns, blockingIdleTime
	*readBuffer, *writeBuffer = blockingBuffer, blockingBuffer
}

// lengthen adds the time a command may wait in the server to a read timeout, which may be the default (0) or off (<0).
func lengthen(d, wait time.Duration) time.Duration {
	switch {
	case wait == 0 || d < 0:
		return d
	case d == 0:
		d = defaultTimeout
	}
	return d + wait
}
