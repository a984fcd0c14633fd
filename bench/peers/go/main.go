// A peer of the function `balance`: one GetItem, with AWS's own library and SDK for Go.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type ask struct {
	Pk string `json:"pk"`
	Sk string `json:"sk"`
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	client := dynamodb.NewFromConfig(settings)
	table := os.Getenv("OPENBALANCE_TABLE")
	lambda.Start(func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		var key ask
		if err := json.Unmarshal([]byte(event.Body), &key); err != nil {
			return events.APIGatewayV2HTTPResponse{StatusCode: 400}, nil
		}
		found, err := client.GetItem(ctx, &dynamodb.GetItemInput{
			TableName: &table,
			Key: map[string]types.AttributeValue{
				"pk": &types.AttributeValueMemberS{Value: key.Pk},
				"sk": &types.AttributeValueMemberS{Value: key.Sk},
			},
		})
		if err != nil {
			return events.APIGatewayV2HTTPResponse{}, err
		}
		answer := map[string]string{}
		for name, value := range found.Item {
			switch typed := value.(type) {
			case *types.AttributeValueMemberS:
				answer[name] = typed.Value
			case *types.AttributeValueMemberN:
				answer[name] = typed.Value
			}
		}
		body, err := json.Marshal(answer)
		return events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{"content-type": "application/json"}, Body: string(body)}, err
	})
}
