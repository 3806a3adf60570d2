package main

import (
	"context"
	"encoding/json"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

// ids are the items of operations that name them only.
func (a arguments) ids() ([]string, error) {
	var ids []string
	err := json.Unmarshal(a.Items, &ids)
	return ids, err
}

func updateItems(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	var given []struct {
		Item       string         `json:"item"`
		Categories []string       `json:"categories"`
		Attributes map[string]any `json:"attributes"`
		Available  *bool          `json:"available"`
	}
	if err := json.Unmarshal(a.Items, &given); err != nil {
		return nil, err
	}
	entries := []*lethev1.CatalogItem{}
	for _, one := range given {
		entry := &lethev1.CatalogItem{
			Item: one.Item, Categories: one.Categories, Available: one.Available,
			Attributes: map[string]*lethev1.AttributeValue{},
		}
		for name, value := range one.Attributes {
			switch value := value.(type) {
			case string:
				entry.Attributes[name] = lethe.Text(value)
			case float64:
				entry.Attributes[name] = lethe.Number(value)
			case bool:
				entry.Attributes[name] = lethe.Flag(value)
			}
		}
		entries = append(entries, entry)
	}
	opts := []lethe.UpdateOption{}
	if len(a.Fields) > 0 {
		opts = append(opts, lethe.OnlyFields(a.Fields...))
	}
	answer, err := client.UpdateItems(ctx, a.Model, entries, opts...)
	if err != nil {
		return nil, err
	}
	return object{"added": answer.Added, "replaced": answer.Replaced}, nil
}

func deleteItems(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	ids, err := a.ids()
	if err != nil {
		return nil, err
	}
	count, err := client.DeleteItems(ctx, a.Model, ids)
	if err != nil {
		return nil, err
	}
	return object{"deleted": count}, nil
}

func item(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	entry, err := client.Item(ctx, a.Model, a.item())
	if err != nil {
		return nil, err
	}
	return plain(entry), nil
}

func listItems(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	list := []object{}
	for entry, err := range client.Items(ctx, a.Model) {
		if err != nil {
			return nil, err
		}
		list = append(list, plain(entry))
	}
	return object{"items": list}, nil
}

func plain(entry *lethev1.CatalogItem) object {
	attributes := object{}
	for name, value := range entry.Attributes {
		switch kind := value.Kind.(type) {
		case *lethev1.AttributeValue_Text:
			attributes[name] = kind.Text
		case *lethev1.AttributeValue_Number:
			attributes[name] = kind.Number
		case *lethev1.AttributeValue_Flag:
			attributes[name] = kind.Flag
		}
	}
	return object{
		"item": entry.Item, "categories": entry.Categories, "attributes": attributes,
		"available": entry.GetAvailable(),
	}
}
